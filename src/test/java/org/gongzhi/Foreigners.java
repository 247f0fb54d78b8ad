package org.gongzhi;

/// What one module has in the foreign street, made through its own doors. Each module keeps one in its test package;
/// the test of scope finds them on the class path. A constructor takes the beans it needs.
public interface Foreigners {

    void make(Foreign street) throws Exception;
}
