package org.gongzhi.operations;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// When the certificates end that `gongzhi.certificates` names: files in PEM, or `host:port` of whatever ends
/// HTTPS in front of the program.
@Component
class Certificates {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<String> names;

    Certificates(@Value("${gongzhi.certificates:}") List<String> names) {
        this.names = names.stream().filter(name -> !name.isBlank()).toList();
    }

    List<Operations.Certificate> all() {
        return names.stream()
                .map(name -> new Operations.Certificate(name, until(name)))
                .toList();
    }

    private static @Nullable Instant until(String name) {
        try {
            return (name.matches("[^/]+:[0-9]+") ? shown(name) : read(Path.of(name)))
                    .getNotAfter()
                    .toInstant();
        } catch (IOException | GeneralSecurityException unreadable) {
            return null;
        }
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /// Nothing is sent and nothing believed: only the date is read, also of a certificate that has ended.
    private static X509Certificate shown(String address) throws IOException, GeneralSecurityException {
        int colon = address.lastIndexOf(':');
        var seen = new AtomicReference<X509Certificate>();
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Looking(seen)}, null);
        String host = address.substring(0, colon);
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), (int)
                    PATIENCE.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true)) {
                socket.startHandshake();
            }
        }
        X509Certificate certificate = seen.get();
        if (certificate == null) {
            throw new IOException("no certificate was shown");
        }
        return certificate;
    }

    private static final class Looking extends X509ExtendedTrustManager {

        private final AtomicReference<X509Certificate> seen;

        Looking(AtomicReference<X509Certificate> seen) {
            this.seen = seen;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            seen.set(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            seen.set(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen.set(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
