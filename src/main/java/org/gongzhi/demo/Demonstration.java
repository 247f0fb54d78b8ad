package org.gongzhi.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gongzhi.kernel.FolderLock;
import org.gongzhi.kernel.Told;

/// The mark of a folder that holds the demonstration town and nothing else. Whatever fills a folder with made-up
/// rows asks for it first.
public record Demonstration(Path data) {

    private static final String NAME = "demonstration";

    private static final String LOADING = "demonstration-loading";

    private static final String TEXT = """
            这个文件夹只装演示数据；测量程序只往有本文件的文件夹里写。
            This folder holds the demonstration town; measurements write only into a folder with this file.
            """;

    /// That it is being loaded: what stands while somebody stops the program, and later tells the half-loaded
    /// folder from one with people's own rows.
    void begin() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve(LOADING), "");
    }

    void mark() throws IOException {
        if (!marked()) {
            Files.writeString(data.resolve(NAME), TEXT);
        }
        Files.deleteIfExists(data.resolve(LOADING));
    }

    /// Refuses a folder whose loading was interrupted, before anything starts over it. While another program is
    /// loading it, that one is told of instead.
    public void requireLoaded() {
        if (Files.exists(data.resolve(LOADING)) && !marked() && !Files.exists(signIns()) && !FolderLock.held(data)) {
            throw half();
        }
    }

    private Told half() {
        return new Told(
                data + " 里的演示没有装载完：上次装载时中断了。请删除这个文件夹（rm -r " + data + "），再启动一次，会重新装载。",
                "The demonstration in " + data
                        + " was not loaded to its end: loading was interrupted. Remove this folder" + " (rm -r "
                        + data + ") and start again: it is then loaded anew.");
    }

    /// Refuses rows that are not a whole demonstration.
    void requireWhole() {
        if (marked()) {
            return;
        }
        if (Files.exists(data.resolve(LOADING))) {
            throw half();
        }
        throw new Told(
                data + " 里已有数据，但不是装载完整的演示，因此没有启动。若是正式数据，请用 ./gongzhi up --data " + data + "；演示请用 --data 另选一个空文件夹。",
                "There are rows in " + data
                        + ", but not a whole demonstration, so nothing was started. If they are your"
                        + " own, use ./gongzhi up --data " + data
                        + "; for the demonstration choose an empty folder with --data.");
    }

    /// Who can sign in, with passwords; written only by the demonstration.
    Path signIns() {
        return data.resolve("sign-ins.json");
    }

    boolean marked() {
        return Files.isRegularFile(data.resolve(NAME));
    }
}
