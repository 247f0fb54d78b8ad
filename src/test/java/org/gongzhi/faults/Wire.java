package org.gongzhi.faults;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The network between program and database: passes bytes on until it is cut, or swallows them without a
/// word.
public final class Wire implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final String host;
    private final int port;
    private volatile boolean cut;
    private volatile boolean silent;

    public Wire(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        Thread.startVirtualThread(() -> {
            while (!door.isClosed()) {
                try {
                    Socket in = door.accept();
                    if (cut) {
                        in.close();
                        continue;
                    }
                    connect(in);
                } catch (IOException closed) {
                    // the next connection, or the end
                }
            }
        });
    }

    private void connect(Socket in) throws IOException {
        Socket out;
        try {
            out = new Socket(host, port);
        } catch (IOException nobody) {
            in.close();
            throw nobody;
        }
        open.add(in);
        open.add(out);
        pump(in, out);
        pump(out, in);
    }

    private void pump(Socket from, Socket to) {
        Thread.startVirtualThread(() -> {
            byte[] piece = new byte[1 << 16];
            try (from;
                    to) {
                for (int n = from.getInputStream().read(piece);
                        n >= 0;
                        n = from.getInputStream().read(piece)) {
                    if (!silent) {
                        to.getOutputStream().write(piece, 0, n);
                    }
                }
            } catch (IOException gone) {
                // both ends are closed
            } finally {
                open.remove(from);
                open.remove(to);
            }
        });
    }

    /// Where the program connects to.
    public int door() {
        return door.getLocalPort();
    }

    /// Ends every connection and takes no new one.
    public void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    /// Loses every byte, and tells nobody.
    void silence() {
        silent = true;
    }

    public void mend() {
        cut = false;
        silent = false;
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
