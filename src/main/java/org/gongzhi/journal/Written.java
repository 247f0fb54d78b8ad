package org.gongzhi.journal;

import tools.jackson.databind.JsonNode;

/// An entry that is in the journal, with its commitment as 64 hexadecimal digits.
public record Written(Entry entry, JsonNode body, String commitment) {}
