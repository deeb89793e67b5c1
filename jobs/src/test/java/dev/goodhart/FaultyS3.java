package dev.goodhart;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An S3 server as it is on a bad day: passes requests on to a sound one, bytes and host unchanged
 * since they are signed, and lets some of them fail. Built on the Netty that comes with Spark.
 */
public final class FaultyS3 implements AutoCloseable {
  private static final int LONGEST_HEAD = 1 << 16;
  private static final int LARGEST_BODY = 1 << 28;

  /** For what was sent before a reset to arrive. */
  private static final int BEFORE_RESET_MILLIS = 20;

  private static final String SLOW_DOWN =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message>"
          + "<RequestId>0</RequestId></Error>";

  private final S3Server server;
  private final InetSocketAddress sound;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, new DefaultThreadFactory("faulty-s3", true), NioIoHandler.newFactory());
  private final Channel listening;
  private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
  private volatile FaultPlan plan = FaultPlan.none();
  private volatile PutRace race = new PutRace("/no such object");

  private FaultyS3(S3Server server) {
    this.server = server;
    URI endpoint = URI.create(server.endpoint());
    sound = new InetSocketAddress(endpoint.getHost(), endpoint.getPort());
    listening =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    client
                        .pipeline()
                        .addLast(new HttpServerCodec(LONGEST_HEAD, LONGEST_HEAD, LONGEST_HEAD))
                        .addLast(new HttpObjectAggregator(LARGEST_BODY))
                        .addLast(new Requests());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  /** Sound until told otherwise. */
  public static FaultyS3 inFrontOf(S3Server server) {
    return new FaultyS3(server);
  }

  /** The settings of Hadoop's S3A client that lead here. */
  public Map<String, String> hadoopSettings() {
    int port = ((InetSocketAddress) listening.localAddress()).getPort();
    Map<String, String> settings = new TreeMap<>(server.hadoopSettings());
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    return settings;
  }

  /** From now on one in so many requests fails that the faults fit, by each of them in turn. */
  public void failOneIn(int requests, List<Fault> inTurn) {
    plan = new FaultPlan(inTurn, requests, request -> true);
  }

  /** From now on each of these requests fails that the fault fits. */
  public void failEvery(Fault fault, Predicate<HttpRequest> where) {
    plan = new FaultPlan(List.of(fault), 1, where);
  }

  /** From now on nothing fails. */
  public void heal() {
    plan = FaultPlan.none();
  }

  /** The next two that write the object whose key ends so will do it at once. */
  public void raceFor(String key) {
    race = new PutRace(key);
  }

  /** How often each fault has struck since this was last asked. */
  public Map<Fault, Integer> injected() {
    synchronized (injected) {
      Map<Fault, Integer> counted = new EnumMap<>(Fault.class);
      counted.putAll(injected);
      injected.clear();
      return counted;
    }
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void count(Fault fault) {
    synchronized (injected) {
      injected.merge(fault, 1, Integer::sum);
    }
  }

  /** What one client asks for. */
  private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      Channel client = context.channel();
      Optional<Fault> fault = plan.next(request);
      fault.ifPresent(FaultyS3.this::count);
      if (fault.isEmpty()) {
        request.retain();
        race.enter(request, () -> pass(request, client, whole -> send(client, whole)));
        return;
      }
      switch (fault.get()) {
        case SLOW_DOWN, THROTTLED_LIST -> send(client, slowDown());
        case RESET -> reset(client);
        case TIME_OUT -> pass(request.retain(), client, FullHttpResponse::release);
        case HALF_BODY -> pass(request.retain(), client, whole -> writeHalf(client, whole));
        case LOST_ANSWER ->
            pass(
                request.retain(),
                client,
                lost -> {
                  lost.release();
                  reset(client);
                });
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The client went away, as it does when it has waited for too long.
      close(context.channel());
    }
  }

  /** Has the request answered by the sound server. */
  private void pass(FullHttpRequest request, Channel client, Consumer<FullHttpResponse> answer) {
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(LONGEST_HEAD, LONGEST_HEAD, LONGEST_HEAD))
                    .addLast(new HttpObjectAggregator(LARGEST_BODY))
                    .addLast(new Answers(client, answer));
              }
            })
        .connect(sound)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (connected.isSuccess()) {
                    send(connected.channel(), request);
                  } else {
                    request.release();
                    close(client);
                  }
                });
  }

  /** What the sound server answers to one request. */
  private static final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Channel client;
    private final Consumer<FullHttpResponse> answer;

    Answers(Channel client, Consumer<FullHttpResponse> answer) {
      this.client = client;
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      answer.accept(response.retain());
      close(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      close(context.channel());
      close(client);
    }
  }

  private static FullHttpResponse slowDown() {
    ByteBuf body = Unpooled.copiedBuffer(SLOW_DOWN, StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/xml")
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    return response;
  }

  private static void writeHalf(Channel client, FullHttpResponse whole) {
    ByteBuf half = whole.content().readSlice(whole.content().readableBytes() / 2);
    send(client, new DefaultHttpResponse(whole.protocolVersion(), whole.status(), whole.headers()));
    send(client, new DefaultHttpContent(half));
    var unused =
        client
            .eventLoop()
            .schedule(() -> reset(client), BEFORE_RESET_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void send(Channel to, Object message) {
    to.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private static void reset(Channel client) {
    client.config().setOption(ChannelOption.SO_LINGER, 0);
    close(client);
  }

  private static void close(Channel channel) {
    var unused = channel.close();
  }
}
