package org.gongzhi.notices;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.gongzhi.kernel.PublicAddress;

/// One connection to the maker of a browser. The name is looked up once, what it stands for now is checked, and the
/// connection goes to that very address: a name that meant something else when the browser subscribed leads nowhere.
final class PushConnection {

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final int LONGEST_LINE = 1_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

    private PushConnection() {}

    /// Posts nothing but headers and returns the status.
    static int post(URI endpoint, Map<String, String> headers, boolean anywhere) throws IOException {
        boolean tls = "https".equals(endpoint.getScheme());
        int port = endpoint.getPort() > 0 ? endpoint.getPort() : tls ? 443 : 80;
        InetAddress address =
                anywhere ? InetAddress.getByName(endpoint.getHost()) : PublicAddress.of(endpoint.getHost())[0];
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            plain.setSoTimeout((int) MOST.toMillis());
            if (!tls) {
                return exchange(plain, endpoint, headers);
            }
            try (var socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(plain, endpoint.getHost(), port, true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(
                        "HTTPS"); // the certificate is of the name, not of the address
                socket.setSSLParameters(parameters);
                return exchange(socket, endpoint, headers);
            }
        }
    }

    private static int exchange(Socket socket, URI endpoint, Map<String, String> headers) throws IOException {
        var request = new StringBuilder("POST ").append(endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath());
        if (endpoint.getRawQuery() != null) {
            request.append('?').append(endpoint.getRawQuery());
        }
        request.append(" HTTP/1.1\r\nHost: ").append(endpoint.getRawAuthority()).append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        var status = STATUS.matcher(line(socket));
        return status.matches() ? Integer.parseInt(status.group(1)) : 0;
    }

    /// The first line of the answer, however slowly it comes.
    private static String line(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        var line = new StringBuilder();
        long end = System.nanoTime() + MOST.toNanos();
        for (int sign = in.read(); sign >= 0 && sign != '\n' && line.length() < LONGEST_LINE; sign = in.read()) {
            line.append((char) sign);
            if (System.nanoTime() > end) {
                throw new SocketTimeoutException("the answer takes too long");
            }
        }
        return line.toString().stripTrailing();
    }
}
