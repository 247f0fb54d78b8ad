package org.gongzhi.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;

/// Texts and days in JSON are read under the rules of [ReadableRequest]: no sign that no text holds, no year that no
/// calendar of ours reaches.
@Component
class ReadableJson extends SimpleModule {

    private static final Set<Class<?>> CHECKED = Set.of(
            String.class, LocalDate.class, LocalDateTime.class, Instant.class, OffsetDateTime.class, YearMonth.class);

    ReadableJson() {
        super("readable");
        setDeserializerModifier(new ValueDeserializerModifier() {
            @Override
            public ValueDeserializer<?> modifyDeserializer(
                    DeserializationConfig config,
                    BeanDescription.Supplier described,
                    ValueDeserializer<?> deserializer) {
                return CHECKED.contains(described.getBeanClass()) ? new Checked(deserializer) : deserializer;
            }
        });
    }

    private static final class Checked extends DelegatingDeserializer {

        Checked(ValueDeserializer<?> reads) {
            super(reads);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> reads) {
            return new Checked(reads);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            Object read = super.deserialize(parser, context);
            boolean fits = switch (read) {
                case String text -> text.indexOf('\0') < 0;
                case Instant moment -> ReadableRequest.near(year(moment));
                case TemporalAccessor day -> ReadableRequest.near(day.get(ChronoField.YEAR));
                case null, default -> true;
            };
            return fits ? read : context.reportInputMismatch(handledType(), "cannot be read");
        }

        private static long year(Instant moment) {
            return moment.isBefore(Instant.EPOCH.minusSeconds(1L << 40))
                            || moment.isAfter(Instant.EPOCH.plusSeconds(1L << 40))
                    ? 0
                    : moment.atOffset(ZoneOffset.UTC).getYear();
        }
    }
}
