package org.gongzhi.kernel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file by which a program has a folder of data to itself.
public final class FolderLock {

    private FolderLock() {}

    static FileChannel open(Path folder) throws IOException {
        Files.createDirectories(folder);
        return FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /// Held until the channel is closed, or the program is gone; refused while another program has it.
    static FileChannel take(Path folder) throws IOException {
        FileChannel channel = open(folder);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException ours) {
            // this very program has it already
        }
        channel.close();
        throw taken(folder.toAbsolutePath().normalize());
    }

    /// True while another program has the folder.
    public static boolean held(Path folder) {
        try (FileChannel channel = open(folder);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (IOException | OverlappingFileLockException taken) {
            return true;
        }
    }

    private static Told taken(Path folder) {
        return new Told(
                "另一个共治程序正在使用 " + folder + "。请先停止它，或用 --data 给这一个另选一个文件夹。",
                "Another Gongzhi is running over " + folder
                        + ". Stop it first, or give this one its own folder with --data.");
    }
}
