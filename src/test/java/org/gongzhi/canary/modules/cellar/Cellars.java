package org.gongzhi.canary.modules.cellar;

/// The door of the cellar.
public class Cellars {}
