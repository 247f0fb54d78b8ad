package org.gongzhi.web;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Says when the program is ready: after everything has started and the demonstration town, if wanted, is loaded.
@Component
public class Readiness {

    private final AtomicBoolean ready = new AtomicBoolean();
    private volatile int port;
    private final boolean command;

    Readiness(@Value("${gongzhi.command:false}") boolean command) {
        this.command = command;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    @EventListener
    @Order
    void started(ApplicationReadyEvent event) {
        ready.set(true);
        if (port > 0 && !command) {
            System.out.println("Gongzhi is ready at http://localhost:" + port);
            System.out.flush();
        }
    }

    public boolean ready() {
        return ready.get();
    }
}
