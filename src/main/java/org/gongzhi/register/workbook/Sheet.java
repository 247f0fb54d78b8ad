package org.gongzhi.register.workbook;

/// A sheet of a workbook; `hidden` ones nobody sees who opens it.
public record Sheet(String name, boolean hidden, String path) {}
