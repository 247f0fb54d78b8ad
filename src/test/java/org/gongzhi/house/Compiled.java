package org.gongzhi.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.gongzhi.Gongzhi;
import org.springframework.modulith.core.ApplicationModules;

/// The compiled program, read once for all rules.
final class Compiled {

    static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.gongzhi");

    /// Classes that break the rules on purpose.
    static final JavaClasses CANARIES = new ClassFileImporter().importPackages("org.gongzhi.canary");

    static final ApplicationModules MODULES = ApplicationModules.of(Gongzhi.class);

    private Compiled() {}
}
