package org.gongzhi.files;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.multipart.MultipartFile;

/// The door to photos. Only JPEG and PNG that really decode are taken; they leave as JPEG of at most 1,600
/// pixels.
@Component
public class Photos {

    /// The most bytes one photo may have when it arrives.
    public static final int MOST_BYTES = 12 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Photos.class);
    private static final long MOST_PIXELS = 60_000_000;
    private static final int LARGE = 1600;
    private static final int SMALL = 400;
    private static final Duration UNCLAIMED = Duration.ofDays(2);

    /// How large a picture to serve.
    public enum Size {
        LARGE,
        SMALL
    }

    private final JdbcClient client;
    private final Clock clock;
    private final Path folder;
    private final long keepFree;
    private final Semaphore decoding =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    Photos(
            JdbcClient client,
            Clock clock,
            @Value("${gongzhi.data}") Path data,
            @Value("${gongzhi.files.keep-free-mib:256}") long keepFreeMib) {
        this.client = client;
        this.clock = clock;
        this.folder = data.resolve("files");
        this.keepFree = keepFreeMib * 1024 * 1024;
        ImageIO.setUseCache(false);
    }

    /// Takes a picture in and returns its name (64 hexadecimal digits). Until a record claims it, it may be
    /// thrown away after two days.
    public String store(InputStream arriving) {
        try {
            byte[] bytes = arriving.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Refusal.invalid("photo-large", MOST_BYTES / 1024 / 1024);
            }
            decoding.acquireUninterruptibly();
            try {
                BufferedImage picture = Upright.of(bytes, decode(bytes));
                byte[] large = jpeg(scaled(picture, LARGE));
                String name = Secrets.sha256(large);
                write(path(name, Size.LARGE), large);
                write(path(name, Size.SMALL), jpeg(scaled(picture, SMALL)));
                client.sql("insert into files.photo (name, bytes, stored_at) values (?, ?, ?) on conflict do nothing")
                        .params(name, large.length, Timestamp.from(clock.instant()))
                        .update();
                return name;
            } finally {
                decoding.release();
            }
        } catch (IOException failed) {
            log.error("a photo could not be kept", failed);
            throw Refusal.unavailable("disk");
        }
    }

    /// Takes in what a form brought, parts left empty passed over, and returns the names in order; refuses
    /// more than `most`.
    public List<String> storeAll(@Nullable List<MultipartFile> arriving, int most) {
        var real = arriving == null
                ? List.<MultipartFile>of()
                : arriving.stream().filter(file -> !file.isEmpty()).toList();
        if (real.size() > most) {
            throw Refusal.invalid("photos-many", most);
        }
        var names = new ArrayList<String>();
        for (MultipartFile file : real) {
            try (var stream = file.getInputStream()) {
                names.add(store(stream));
            } catch (IOException broken) {
                throw Refusal.invalid("unreadable");
            }
        }
        return names;
    }

    /// Marks photos as belonging to a record, in its transaction; a refusal when one of them is not there.
    @Transactional
    public void claim(Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        String[] wanted = names.stream().distinct().toArray(String[]::new);
        int found = client.sql("update files.photo set claimed = true where name = any (?)")
                .param(wanted)
                .update();
        if (found < wanted.length) {
            throw Refusal.invalid("photo-unknown");
        }
    }

    /// Claims a photo for one record alone: false when something has it already, or it came in before `since`.
    @Transactional
    public boolean claimFresh(String name, Instant since) {
        return client.sql("update files.photo set claimed = true where name = ? and not claimed and stored_at >= ?")
                        .params(name, Timestamp.from(since))
                        .update()
                == 1;
    }

    /// Throws photos away that nobody may see any more: their files when the transaction has committed, or with the
    /// next
    /// sweep when the program stops just then.
    @Transactional
    public void discard(Collection<String> names) {
        if (names.isEmpty()) {
            return;
        }
        client.sql("update files.photo set claimed = false, stored_at = 'epoch' where name = any (?)")
                .param(names.toArray(String[]::new))
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                names.forEach(Photos.this::delete);
            }
        });
    }

    private void delete(String name) {
        try {
            Files.deleteIfExists(path(name, Size.LARGE));
            Files.deleteIfExists(path(name, Size.SMALL));
        } catch (IOException kept) {
            log.warn("a photo thrown away stays on disk: {}", kept.getMessage());
        }
    }

    public Path path(String name, Size size) {
        if (!name.matches("[0-9a-f]{64}")) {
            throw Refusal.unknown("photo");
        }
        return folder.resolve(name.substring(0, 2)).resolve(name + (size == Size.SMALL ? ".small.jpg" : ".jpg"));
    }

    /// Throws away what nobody claimed.
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void sweep() {
        List<String> stale = client.sql("delete from files.photo where not claimed and stored_at < ? returning name")
                .param(Timestamp.from(clock.instant().minus(UNCLAIMED)))
                .query((row, _) -> row.getString(1))
                .list();
        stale.forEach(this::delete);
    }

    private static BufferedImage decode(byte[] bytes) throws IOException {
        try (var stream = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw Refusal.invalid("photo-kind");
            }
            ImageReader reader = readers.next();
            try {
                String format = reader.getFormatName().toLowerCase(java.util.Locale.ROOT);
                if (!format.equals("jpeg") && !format.equals("png")) {
                    throw Refusal.invalid("photo-kind");
                }
                // texts and profiles in a PNG are packed: a few kilobytes can hold gigabytes that nobody wants
                reader.setInput(stream, true, true);
                long width = reader.getWidth(0);
                long height = reader.getHeight(0);
                if (width * height > MOST_PIXELS || width < 1 || height < 1) {
                    throw Refusal.invalid("photo-pixels");
                }
                var parameters = reader.getDefaultReadParam();
                int step = (int) Math.max(1, Math.max(width, height) / (2L * LARGE));
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters);
            } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
                throw Refusal.invalid("photo-damaged");
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage scaled(BufferedImage picture, int most) {
        double factor = Math.min(1.0, (double) most / Math.max(picture.getWidth(), picture.getHeight()));
        return draw(
                picture,
                Math.max(1, (int) Math.round(picture.getWidth() * factor)),
                Math.max(1, (int) Math.round(picture.getHeight() * factor)),
                AffineTransform.getScaleInstance(factor, factor));
    }

    static BufferedImage draw(BufferedImage picture, int width, int height, AffineTransform how) {
        var canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = canvas.createGraphics();
        try {
            pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            pen.setColor(java.awt.Color.WHITE);
            pen.fillRect(0, 0, width, height);
            pen.drawImage(picture, how, null);
        } finally {
            pen.dispose();
        }
        return canvas;
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(bytes)) {
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(0.82f);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private void write(Path target, byte[] bytes) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        if (Files.getFileStore(target.getParent()).getUsableSpace() - bytes.length < keepFree) {
            throw Refusal.unavailable("disk");
        }
        Path fresh = Files.createTempFile(target.getParent(), "photo", ".new");
        try {
            Files.write(fresh, bytes, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
