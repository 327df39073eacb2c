package hone.profiler;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** A class that did not exist before, with a loop long and hot enough for the optimizing compiler. */
final class FreshCode {
    private static final int TERMS = 400;
    private static final int CALLS = 60_000;
    private static final MethodTypeDesc TYPE = MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long);

    private FreshCode() {}

    /** Makes one, and calls it until it was worth compiling; returns a number so that nothing is left out. */
    static long run() {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of("hone.profiler.Fresh"),
                        type -> type.withMethodBody(
                                "mix", TYPE, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, FreshCode::mix));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            var mix = lookup.findStatic(lookup.lookupClass(), "mix", MethodType.methodType(long.class, long.class));
            long x = 1;
            for (int i = 0; i < CALLS; i++) {
                x = (long) mix.invokeExact(x);
            }
            return x;
        } catch (Throwable t) {
            throw new IllegalStateException("fresh code could not run", t);
        }
    }

    /** x = (x * c) ^ (x >>> s), many times over. */
    private static void mix(CodeBuilder code) {
        for (int i = 0; i < TERMS; i++) {
            code.lload(0)
                    .ldc(2L * i + 3)
                    .lmul()
                    .lload(0)
                    .ldc(i % 60 + 1)
                    .lushr()
                    .lxor()
                    .lstore(0);
        }
        code.lload(0).lreturn();
    }
}
