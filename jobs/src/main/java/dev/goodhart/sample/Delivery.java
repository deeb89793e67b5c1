package dev.goodhart.sample;

import java.time.LocalDate;
import java.util.List;

/**
 * A few events of a session that land together.
 *
 * @param first number of the first of them in the session, from 1
 * @param again the day on which the same lands once more; null where it does not
 */
record Delivery(List<Event> events, int first, LocalDate lands, LocalDate again) {}
