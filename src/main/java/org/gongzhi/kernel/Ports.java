package org.gongzhi.kernel;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/// Addresses at which the program wants to answer. Who cannot have one is told which and what to do, in both
/// languages: at that moment nobody's language is known.
public final class Ports {

    private Ports() {}

    /// Refuses an address that cannot be had, before anything else has started.
    public static void free(InetSocketAddress wanted) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(wanted);
        } catch (SocketException refused) {
            throw refused(wanted, refused);
        }
    }

    /// What the system says of an address, with the address and what to do.
    public static BindException refused(InetSocketAddress wanted, IOException why) {
        String address = wanted.getHostString() + ":" + wanted.getPort();
        var told = new BindException("""
                不能使用地址 %1$s（%2$s）。请用 ss -ltnp 查出占用它的程序并停止，或用 --port 换一个端口。
                Cannot answer at %1$s (%2$s). Stop the program that has it (ss -ltnp shows which), or choose another port with --port.""".formatted(address, why.getMessage()));
        told.initCause(why);
        return told;
    }
}
