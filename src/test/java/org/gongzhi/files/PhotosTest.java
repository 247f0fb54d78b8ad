package org.gongzhi.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Whatever a browser sends as a photo: only pictures are kept, turned upright, without what the camera knew.
@Tag("sql")
public class PhotosTest extends RunningProgram {

    @Autowired
    private Photos photos;

    @Autowired
    private JdbcClient client;

    @Autowired
    private java.time.Clock instants;

    public static byte[] jpeg(int width, int height) throws Exception {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width / 2; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, 0xff0000);
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }

    public static HttpResponse<String> upload(String url, String token, byte[] photo) throws Exception {
        var body = new ByteArrayOutputStream();
        body.writeBytes(
                "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../../a.php\"\r\nContent-Type: image/jpeg\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(photo);
        body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("Accept-Language", "en")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void refused(byte[] photo, String code) throws Exception {
        var answer = upload(url("/api/v1/photos"), "", photo);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
    }

    @Test
    void aFakeImageIsRefused() throws Exception {
        refused("<?php echo 1; ?>".getBytes(StandardCharsets.UTF_8), "photo-kind");
        refused("GIF89a......".getBytes(StandardCharsets.UTF_8), "photo-kind");
        refused(
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8),
                "photo-kind");
        refused(new byte[0], "photo-kind");
    }

    @Test
    void aDamagedImageIsRefused() throws Exception {
        byte[] cut = java.util.Arrays.copyOf(jpeg(300, 300), 200);
        refused(cut, "photo-damaged");
    }

    @Test
    void anOversizedFileIsRefused() throws Exception {
        byte[] large = java.util.Arrays.copyOf(jpeg(60, 60), Photos.MOST_BYTES + 1);
        refused(large, "photo-large");
        refused(java.util.Arrays.copyOf(jpeg(60, 60), Photos.MOST_BYTES + 3_000_000), "photo-large");
    }

    /// A PNG whose head claims 40,000 by 40,000 pixels: refused before anything is decoded.
    @Test
    void anImageBombIsRefusedByItsHead() throws Exception {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", bytes);
        byte[] png = bytes.toByteArray();
        var head = java.nio.ByteBuffer.wrap(png);
        head.putInt(16, 40_000).putInt(20, 40_000);
        var crc = new CRC32();
        crc.update(png, 12, 17);
        head.putInt(29, (int) crc.getValue());
        refused(png, "photo-pixels");
    }

    /// A PNG of some hundred kilobytes whose packed text is 300 MB long: it is not unpacked.
    @Test
    void whatIsPackedInAPictureIsNotUnpacked() throws Exception {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", bytes);
        byte[] png = bytes.toByteArray();
        var chunk = new ByteArrayOutputStream();
        chunk.writeBytes("zTXtComment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (var packed = new DeflaterOutputStream(chunk)) {
            for (int i = 0; i < 300; i++) {
                packed.write(new byte[1 << 20]);
            }
        }
        var crc = new CRC32();
        crc.update(chunk.toByteArray());
        var bomb = new ByteArrayOutputStream();
        bomb.write(png, 0, 33);
        bomb.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(chunk.size() - 4).array());
        bomb.writeBytes(chunk.toByteArray());
        bomb.writeBytes(
                java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        bomb.write(png, 33, png.length - 33);
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(photos.store(new ByteArrayInputStream(bomb.toByteArray()))).hasSize(64);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100L << 20);
    }

    @ParameterizedTest
    @CsvSource({"1, 200, 100, 20, 50", "3, 200, 100, 180, 50", "6, 100, 200, 50, 20", "8, 100, 200, 50, 180"})
    void itIsTurnedUprightAndLosesWhatTheCameraKnew(int orientation, int width, int height, int redX, int redY)
            throws Exception {
        String name = photos.store(new ByteArrayInputStream(withExif(jpeg(200, 100), orientation)));
        byte[] kept = Files.readAllBytes(photos.path(name, Photos.Size.LARGE));
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(kept));
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
        assertThat(picture.getRGB(redX, redY) >> 16 & 0xff).as("the red half").isGreaterThan(200);
    }

    /// The first corner of what a camera stores lies in another corner of the scene for each of the eight orientations.
    @ParameterizedTest
    @CsvSource({
        "1, 200, 100, 20, 20",
        "2, 200, 100, 180, 20",
        "3, 200, 100, 180, 80",
        "4, 200, 100, 20, 80",
        "5, 100, 200, 20, 20",
        "6, 100, 200, 80, 20",
        "7, 100, 200, 80, 180",
        "8, 100, 200, 20, 180"
    })
    void mirroredPicturesAreTurnedUprightToo(int orientation, int width, int height, int x, int y) throws Exception {
        var image = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 60 * 30; i++) {
            image.setRGB(i % 60, i / 60, 0x0000ff);
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        String name = photos.store(new ByteArrayInputStream(withExif(bytes.toByteArray(), orientation)));
        BufferedImage picture =
                ImageIO.read(photos.path(name, Photos.Size.LARGE).toFile());
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
        assertThat(picture.getRGB(x, y) & 0xff).as("the blue corner").isGreaterThan(200);
        assertThat(picture.getRGB(width - 1 - x, height - 1 - y) & 0xff)
                .as("the corner opposite")
                .isLessThan(50);
    }

    /// An EXIF block with nothing but the orientation.
    private static byte[] withExif(byte[] jpeg, int orientation) {
        var block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
        block.writeBytes("Exif\0\0MM\0*\0\0\0\b".getBytes(StandardCharsets.ISO_8859_1));
        block.writeBytes(new byte[] {0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0});
        var whole = new ByteArrayOutputStream();
        whole.write(jpeg, 0, 2);
        whole.writeBytes(block.toByteArray());
        whole.write(jpeg, 2, jpeg.length - 2);
        return whole.toByteArray();
    }

    @Test
    void aHugePictureIsScaledDown() throws Exception {
        String name = photos.store(new ByteArrayInputStream(jpeg(5000, 3000)));
        BufferedImage picture =
                ImageIO.read(photos.path(name, Photos.Size.LARGE).toFile());
        assertThat(Math.max(picture.getWidth(), picture.getHeight())).isLessThanOrEqualTo(1600);
        assertThat(ImageIO.read(photos.path(name, Photos.Size.SMALL).toFile()).getWidth())
                .isLessThanOrEqualTo(400);
    }

    @Test
    void aFullDiskIsSaidPlainlyAndLeavesNothingBehind() throws Exception {
        var folder = Files.createTempDirectory(java.nio.file.Path.of("target"), "full");
        var full = new Photos(client, instants, folder, Long.MAX_VALUE / 1024 / 1024 / 2);
        byte[] picture = jpeg(321, 123);
        org.assertj.core.api.Assertions.assertThatExceptionOfType(org.gongzhi.kernel.Refusal.class)
                .isThrownBy(() -> full.store(new ByteArrayInputStream(picture)))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("disk");
                    assertThat(refusal.kind().status()).isEqualTo(503);
                });
        try (var left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
