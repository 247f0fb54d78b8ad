/// Printable documents: one text with headings, tables and places for signatures, as PDF, Word or Excel.
@NullMarked
@ApplicationModule(
        displayName = "Documents",
        allowedDependencies = {"kernel"})
package org.gongzhi.documents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
