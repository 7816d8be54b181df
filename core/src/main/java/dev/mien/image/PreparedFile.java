package dev.mien.image;

/**
 * What a decoder gets of an image file: the parts that pixels come from, without metadata.
 *
 * @param bytes a whole file of the same format
 * @param orientation of EXIF, 1 to 8; 1 if there is none
 */
record PreparedFile(byte[] bytes, int orientation) {}
