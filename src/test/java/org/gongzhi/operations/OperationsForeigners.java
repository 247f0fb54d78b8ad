package org.gongzhi.operations;

import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

class OperationsForeigners implements Foreigners {

    @Override
    public void make(Foreign street) {
        street.open("/operations/followers/{name}", "the installation is one: its followers belong to no place");
        street.open("/operations/followers/{name}/resume", "the installation is one: its followers belong to no place");
    }
}
