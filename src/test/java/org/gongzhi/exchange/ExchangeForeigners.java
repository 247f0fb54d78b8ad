package org.gongzhi.exchange;

import java.util.List;
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
        keys.make(street.officer, new ApiKeys.Wanted(null, Foreign.SECRET, "x"));
        street.stands("/exchange/keys/{id}", keys.all(street.officer).getFirst().id());
        street.says("/exchange/keys", "name", "x");
        street.says("/exchange/keys", "contact", "x");
        street.names("/exchange/keys", "place", street.community.code());
        street.names("/exchange/mail", "place", street.community.code());
        for (String format : List.of(".xml", ".json")) {
            street.open("/open311/v2/services/{code}" + format, "the catalogue of services is public");
            street.open("/open311/v2/tokens/{token}" + format, "leads to the number of a request that is public");
            street.open("/open311/v2/requests/{number}" + format, "as the matter near by: without words and people");
        }
    }
}
