package org.gongzhi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test of the running program that is not run a second time over a PostgreSQL which is not ours, and why; the others
/// carry `@Tag("sql")`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EmbeddedOnly {

    String value();
}
