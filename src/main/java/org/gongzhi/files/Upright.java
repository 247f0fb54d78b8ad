package org.gongzhi.files;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns pictures the way they were taken.
final class Upright {

    private static final Logger log = LoggerFactory.getLogger(Upright.class);

    private Upright() {}

    /// Cameras store which way was up; the position and everything else in EXIF is left behind.
    static BufferedImage of(byte[] bytes, BufferedImage picture) {
        if (bytes.length < 2 || (bytes[0] & 0xff) != 0xff || (bytes[1] & 0xff) != 0xd8) {
            return picture; // only cameras turn, and they write JPEG; what is packed in a PNG is not unpacked
        }
        int orientation = 1;
        try {
            var exif = ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes))
                    .getFirstDirectoryOfType(ExifIFD0Directory.class);
            if (exif != null && exif.containsTag(ExifIFD0Directory.TAG_ORIENTATION)) {
                orientation = exif.getInt(ExifIFD0Directory.TAG_ORIENTATION);
            }
        } catch (ImageProcessingException | MetadataException | IOException unreadable) {
            log.debug("no orientation: {}", unreadable.getMessage());
        }
        return orientation < 2 || orientation > 8 ? picture : turned(picture, orientation);
    }

    private static BufferedImage turned(BufferedImage picture, int orientation) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean sideways = orientation >= 5;
        return Photos.draw(
                picture, sideways ? height : width, sideways ? width : height, turn(orientation, width, height));
    }

    /// EXIF 2.32, 4.6.4: which corner of the scene the first pixel is; cameras that look at whoever holds them mirror.
    private static AffineTransform turn(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }
}
