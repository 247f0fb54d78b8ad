package org.gongzhi.exchange;

import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// The key of a program.
class ExchangeForeigners implements Foreigners {

    private final ApiKeys keys;

    ExchangeForeigners(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void make(Foreign street) {
        keys.make(street.officer, Foreign.SECRET, "x");
        street.stands("/exchange/keys/{id}", keys.all(street.officer).getFirst().id());
        street.open("/open311/v2/services/{code}", "the catalogue of services is public");
    }
}
