/// Photos: checked, turned upright, stripped of everything but the picture, scaled, and kept under the SHA-256 of their
/// bytes. Nothing a browser sends is stored or served as it came.
@NullMarked
@ApplicationModule(
        displayName = "Files",
        allowedDependencies = {"kernel"})
package org.gongzhi.files;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
