// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The time that PyTorch takes for {@code torch.nn.init.orthogonal_} on a square matrix of floats. Prints a line for
 * each size: the size and the median in milliseconds.
 *
 * <p>DJL has no QR factorisation. PyTorch itself runs programs in TorchScript, though, so that function's operations
 * are handed to it as one: an archive of its source and of an object without fields.
 */
public final class PyTorchOrthogonal {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 5;

    /** The operations of {@code orthogonal_}, which is Python, for a matrix that is not wider than high. */
    private static final String SOURCE =
            """
            class Orthogonal(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Orthogonal,
                weights: Tensor) -> Tensor:
                gaussian = torch.normal_(torch.empty_like(weights))
                q, r, = torch.linalg_qr(gaussian)
                signs = torch.sign(torch.diagonal(r))
                return torch.copy_(weights, torch.mul_(q, signs))
            """;

    /** An object of that class, as Python pickles it: protocol 2, the class, no arguments, training = False. */
    private static final String OBJECT = "\u0080\u0002c__torch__\nOrthogonal\n)\u0081}X\b\0\0\0training\u0089sb.";

    /** No constants: an empty tuple. */
    private static final String CONSTANTS = "\u0080\u0002).";

    private PyTorchOrthogonal() {}

    public static void main(String[] args) throws IOException, MalformedModelException, TranslateException {
        try (Model model = Model.newInstance("orthogonal", "PyTorch")) {
            model.load(new ByteArrayInputStream(archive()));
            try (Predictor<NDList, NDList> orthogonal = model.newPredictor(new NoopTranslator())) {
                for (String argument : args) {
                    int size = Integer.parseInt(argument);
                    double[] milliseconds = new double[WARM_UP + ROUNDS];
                    for (int i = 0; i < milliseconds.length; i++) {
                        milliseconds[i] = time(orthogonal, size);
                    }
                    double[] timed = Arrays.copyOfRange(milliseconds, WARM_UP, milliseconds.length);
                    System.out.println(size + " " + Median.of(timed));
                }
            }
        }
    }

    private static double time(Predictor<NDList, NDList> orthogonal, int size) throws TranslateException {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList weights = new NDList(manager.zeros(new Shape(size, size)));
            long start = System.nanoTime();
            NDArray drawn = orthogonal.predict(weights).singletonOrThrow();
            double milliseconds = (System.nanoTime() - start) / 1e6;
            requireOrthogonal(drawn, size);
            return milliseconds;
        }
    }

    /** Lengths of columns, one to four times the rounding error of so many floats. */
    private static void requireOrthogonal(NDArray matrix, int size) {
        float worst = matrix.square()
                .sum(new int[] {0})
                .sub(1)
                .abs()
                .max()
                .getFloat();
        if (!(worst < 4e-7 * Math.sqrt(size))) {
            throw new IllegalStateException("PyTorch's matrix is not orthogonal: a column's length is off by " + worst);
        }
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "version", "3\n");
            add(zip, "data.pkl", OBJECT);
            add(zip, "constants.pkl", CONSTANTS);
            add(zip, "code/__torch__.py", SOURCE);
        }
        return bytes.toByteArray();
    }

    /** Adds a file as it is, because PyTorch reads no compressed ones. */
    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("orthogonal/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
