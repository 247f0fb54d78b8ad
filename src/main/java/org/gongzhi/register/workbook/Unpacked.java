package org.gongzhi.register.workbook;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.gongzhi.kernel.Refusal;

/// The archive that a workbook is. What is unpacked of it is counted, stream by stream and altogether: a few
/// kilobytes can hold gigabytes.
final class Unpacked implements AutoCloseable {

    /// Two hundred thousand people have about 200 MB of rows; they are looked through twice.
    private static final long MOST_ALTOGETHER = 1L << 30;

    private static final int MOST_ENTRIES = 10_000;

    private final ZipFile zip;
    private long left = MOST_ALTOGETHER;

    private Unpacked(ZipFile zip) {
        this.zip = zip;
    }

    static Unpacked open(Path file) throws IOException {
        ZipFile zip = zip(file);
        if (zip.size() > MOST_ENTRIES) {
            zip.close();
            throw Refusal.invalid("import-large");
        }
        return new Unpacked(zip);
    }

    private static ZipFile zip(Path file) {
        try {
            return new ZipFile(file.toFile());
        } catch (IOException | IllegalArgumentException broken) {
            throw Refusal.invalid("import-file");
        }
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /// The bytes of one entry, at most `most`; none when there is no such entry.
    InputStream stream(String name, long most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        return new Counted(entry == null ? InputStream.nullInputStream() : zip.getInputStream(entry), most);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Counted extends FilterInputStream {

        private long most;

        Counted(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            most -= Math.max(read, 0);
            left -= Math.max(read, 0);
            if (most < 0 || left < 0) {
                throw Refusal.invalid("import-large");
            }
            return read;
        }
    }
}
