package dev.goodhart.sample;

/**
 * What was written.
 *
 * @param sessions sessions of which something landed
 * @param gaming sessions among them whose label is tokenmaxxing
 * @param events usage events, each counted once
 * @param outcomes outcome deliveries, each counted once
 * @param reviews review lines
 * @param bytes bytes of all files below the raw root
 */
public record Summary(
    long sessions, long gaming, long events, long outcomes, long reviews, long bytes) {}
