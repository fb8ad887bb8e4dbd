// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Bytes in Java's memory. */
final class HeapBytes extends StoredBytes {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    private HeapBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static HeapBytes written(int length, Storage.Content content) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        content.writeTo(new OutputStream() {
            @Override
            public void write(int single) {
                target.put((byte) single);
            }

            @Override
            public void write(byte[] source, int from, int count) {
                target.put(source, from, count);
            }
        });
        return new HeapBytes(target.array());
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void read(long start, byte[] target) {
        Objects.checkFromIndexSize(start, target.length, length());
        System.arraycopy(bytes, (int) start, target, 0, target.length);
    }
}
