package org.gongzhi.canary.untagged;

import org.gongzhi.RunningProgram;

/// A test of the running program that says neither that it runs over another database nor why not.
public class UntaggedBird extends RunningProgram {}
