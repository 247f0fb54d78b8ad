package org.gongzhi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a program holds: open files and sockets, threads, temporary files of uploads.
record Footprint(long files, long threads, long uploads) {

    static Footprint now(Path uploads) {
        return new Footprint(
                count(Path.of("/proc/self/fd")),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                count(uploads));
    }

    private static long count(Path folder) {
        try (var all = Files.list(folder)) {
            return all.count();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// Memory that is really used.
    static long heapMib() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
