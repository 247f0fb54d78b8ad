package org.gongzhi.web;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Says when the program is ready: after everything has started and the demonstration town, if wanted, is
/// loaded, and until it is asked to stop. Then it says for `gongzhi.drain` that it is stopping and still
/// answers, so that a balancer sends nobody here any more; only then the web server stops taking requests and
/// finishes those it has.
@Component
public class Readiness implements SmartLifecycle {

    /// What the program is doing.
    public enum State {
        STARTING,
        READY,
        STOPPING
    }

    private volatile State state = State.STARTING;
    private volatile boolean running;
    private volatile int port;
    private final boolean command;
    private final Duration drain;

    Readiness(@Value("${gongzhi.command:false}") boolean command, @Value("${gongzhi.drain:PT0S}") Duration drain) {
        this.command = command;
        this.drain = drain;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    @EventListener
    @Order
    void started(ApplicationReadyEvent event) {
        state = State.READY;
        if (port > 0 && !command) {
            System.out.println("Gongzhi is ready at http://localhost:" + port);
            System.out.flush();
        }
    }

    public State state() {
        return state;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        state = State.STOPPING;
        if (!command) {
            LockSupport.parkNanos(drain.toNanos());
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// The highest phase stops first.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
