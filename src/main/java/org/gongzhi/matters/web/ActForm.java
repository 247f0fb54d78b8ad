package org.gongzhi.matters.web;

import java.time.LocalDate;
import java.util.List;
import org.gongzhi.files.Photos;
import org.gongzhi.matters.MatterLink;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/// An act as a form of a page sends it: the fields of [ActInput] with the photos themselves, the version that
/// was seen and the key that makes a repetition harmless.
record ActForm(
        @Nullable Integer version,
        @Nullable String key,
        @Nullable String words,
        @Nullable String reason,
        @Nullable Long to,
        @Nullable LocalDate until,
        @Nullable Outcome outcome,
        @Nullable String duplicateOf,
        @Nullable Boolean solved,
        @Nullable Integer satisfied,
        @Nullable Boolean reached,
        @Nullable String cause,
        @Nullable String harm,
        @Nullable String solution,
        @Nullable String kind,
        @Nullable Integer condition,
        @Nullable String place,
        @Nullable String other,
        @Nullable String suggested,
        MatterLink.@Nullable Kind link,
        @Nullable Boolean part,
        @Nullable List<Integer> shown,
        @Nullable List<MultipartFile> before,
        @Nullable List<MultipartFile> after,
        @Nullable List<MultipartFile> photo) {

    /// The same with the photos stored.
    ActInput input(Photos photos) {
        return new ActInput(
                words,
                reason,
                to,
                until,
                outcome,
                duplicateOf,
                solved,
                satisfied,
                reached,
                cause,
                harm,
                solution,
                photos.storeAll(before, NewMatter.MOST_PHOTOS),
                photos.storeAll(after, NewMatter.MOST_PHOTOS),
                photos.storeAll(photo, NewMatter.MOST_PHOTOS),
                kind,
                condition,
                place,
                other == null || other.isBlank() ? suggested : other,
                link,
                part,
                shown);
    }
}
