package org.gongzhi.canary.modules.attic;

import org.gongzhi.canary.modules.cellar.Cellars;

/// Uses what it must not.
public class Attics {

    public Cellars below() {
        return new Cellars();
    }
}
