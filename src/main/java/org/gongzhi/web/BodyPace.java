package org.gongzhi.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
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

    /// Bytes of a body that nobody read which are taken before the connection is cut.
    private static final long DRAINED = 2 << 20;

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
            var paced = new Paced(connection, connection.getInputBuffer());
            connection.setInputBuffer(paced);
            try {
                getNext().invoke(request, response);
                if (!request.isAsync() && paced.comesOn()) {
                    response.finishResponse();
                    paced.drain();
                }
            } finally {
                connection.setInputBuffer(paced.whole);
            }
        }
    }

    /// Counts what comes and how long it was waited for; what the program does in between is not the client's fault.
    private final class Paced implements InputBuffer {

        private final org.apache.coyote.Request connection;
        private final InputBuffer whole;
        private long came;
        private boolean ended;
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
            ended = count < 0;
            if (count >= 0 && tooSlow()) {
                connection.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
                throw new SocketTimeoutException("the body comes too slowly");
            }
            return count;
        }

        /// Whether the answer was made before the whole body came, as refusals are.
        boolean comesOn() {
            long length = connection.getContentLengthLong();
            return !ended && (length > came || connection.getHeader("Transfer-Encoding") != null);
        }

        /// Takes the rest of a body that nobody read, at the same pace, since many clients read the answer only after
        /// they have sent everything; Tomcat would take it at the client's own.
        void drain() {
            try {
                while (!ended && came < DRAINED && connection.getHeader("Expect") == null) {
                    doRead(rest);
                }
            } catch (IOException slow) {
                // what is left is not waited for
            }
            if (comesOn()) {
                connection.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }

        private final ApplicationBufferHandler rest = new ApplicationBufferHandler() {
            private ByteBuffer last = ByteBuffer.allocate(0);

            @Override
            public void setByteBuffer(ByteBuffer buffer) {
                last = buffer;
            }

            @Override
            public ByteBuffer getByteBuffer() {
                return last;
            }

            @Override
            public void expand(int size) {
                // nothing is kept
            }
        };

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
