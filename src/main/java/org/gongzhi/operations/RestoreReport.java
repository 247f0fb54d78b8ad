package org.gongzhi.operations;

import java.util.List;

/// What restoring a backup showed, line by line, for whoever runs the drill; `sound` when nothing differed.
public record RestoreReport(String name, boolean sound, List<String> lines) {}
