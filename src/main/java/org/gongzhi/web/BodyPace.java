package org.gongzhi.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// Ends a request whose body hardly comes or never ends: a byte a minute keeps Tomcat's limit of silence, and would
/// keep request and upload for ever. What has waited longer than `patience` must have come at `pace` on the whole.
@Component
class BodyPace implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private final Duration patience;
    private final Duration most;
    private final long pace;

    BodyPace(
            @Value("${gongzhi.body.patience:PT30S}") Duration patience,
            @Value("${gongzhi.body.most:PT30M}") Duration most,
            @Value("${gongzhi.body.pace:1024}") long pace) {
        this.patience = patience;
        this.most = most;
        this.pace = pace;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addEngineValves(new Gate());
    }

    /// Lies below the servlets, because what takes uploads apart is below them too.
    private final class Gate extends ValveBase {

        Gate() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            var connection = request.getCoyoteRequest();
            InputBuffer whole = connection.getInputBuffer();
            connection.setInputBuffer(new Paced(connection, whole));
            try {
                getNext().invoke(request, response);
            } finally {
                connection.setInputBuffer(whole);
            }
        }
    }

    /// Counts what comes and how long it was waited for; what the program does in between is not the client's fault.
    private final class Paced implements InputBuffer {

        private final org.apache.coyote.Request connection;
        private final InputBuffer whole;
        private long came;
        private Duration waited = Duration.ZERO;

        Paced(org.apache.coyote.Request connection, InputBuffer whole) {
            this.connection = connection;
            this.whole = whole;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            long began = System.nanoTime();
            int count = whole.doRead(handler);
            waited = waited.plusNanos(System.nanoTime() - began);
            came += Math.max(0, count);
            if (count >= 0 && tooSlow()) {
                connection.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
                throw new SocketTimeoutException("the body comes too slowly");
            }
            return count;
        }

        private boolean tooSlow() {
            return waited.compareTo(most) > 0
                    || (waited.compareTo(patience) > 0 && came < Math.multiplyExact(waited.toSeconds(), pace));
        }

        @Override
        public int available() {
            return whole.available();
        }
    }
}
