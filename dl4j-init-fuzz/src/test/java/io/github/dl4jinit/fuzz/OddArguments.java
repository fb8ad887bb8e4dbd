// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.dl4jinit.lab.trial.TrialException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Calls every public constructor and method of a package with every odd value for each of its arguments, and with good
 * values for the others, and collects what is thrown beside the exceptions that Javadoc promises, and what takes long.
 */
final class OddArguments {

    private static final Map<Class<?>, List<Object>> ODD = Map.ofEntries(
            Map.entry(
                    double.class,
                    List.of(Double.NaN, Double.POSITIVE_INFINITY, -1.0, 0.0, Double.MIN_VALUE, Double.MAX_VALUE)),
            Map.entry(int.class, List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE)),
            Map.entry(long.class, List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)),
            Map.entry(char.class, List.of('\0', 'x')),
            Map.entry(String.class, List.of("", " ", "\0", "x".repeat(10_000))),
            Map.entry(Double.class, List.of(Double.NaN, -1.0)),
            Map.entry(Path.class, List.of(Path.of(""))),
            Map.entry(Duration.class, List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1L << 40))),
            Map.entry(List.class, List.of(List.of(), Collections.singletonList(null))),
            Map.entry(Collection.class, List.of(List.of(), Collections.singletonList(null))),
            Map.entry(Map.class, List.of(Map.of(), Collections.singletonMap(null, null))),
            Map.entry(long[].class, List.of(new long[] {-1, 2}, new long[] {Long.MAX_VALUE, Long.MAX_VALUE})),
            Map.entry(int[].class, List.of(new int[] {-1}, new int[] {Integer.MAX_VALUE})),
            Map.entry(double[].class, List.of(new double[] {Double.NaN})));

    private final Map<Class<?>, Object> good;
    private final List<String> surprises = new ArrayList<>();

    /** @param good a value of each type that arguments have, and an object of each class whose methods are called */
    private OddArguments(Map<Class<?>, Object> good) {
        this.good = good;
    }

    /** What is thrown that is not promised. */
    static List<String> surprises(String packages, Predicate<String> classes, Map<Class<?>, Object> good) {
        OddArguments odd = new OddArguments(good);
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(packages)) {
            if (classes.test(found.getName())) {
                odd.callAll(found.reflect());
            }
        }
        return odd.surprises;
    }

    private void callAll(Class<?> type) {
        if (!isPublic(type) || type.isAnnotation()) {
            return;
        }
        boolean makes = !Modifier.isAbstract(type.getModifiers());
        for (Constructor<?> constructor : type.getConstructors()) {
            if (makes) {
                callWithEach(constructor, null);
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !isJavas(method)) {
                Object target = Modifier.isStatic(method.getModifiers()) || type.isInterface() ? null : good.get(type);
                if (target != null || Modifier.isStatic(method.getModifiers())) {
                    callWithEach(method, target);
                }
            }
        }
    }

    /** Whether it can be named from outside, and so can what it is in. */
    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
    }

    /** Whether Java's own documentation says what happens, or the method of an enum is the compiler's. */
    private static boolean isJavas(Method method) {
        Class<?> type = method.getDeclaringClass();
        Stream<Class<?>> above =
                Stream.concat(Stream.of(type.getSuperclass(), Object.class), Arrays.stream(type.getInterfaces()));
        return type.isEnum() && method.getName().equals("valueOf")
                || above.anyMatch(parent -> parent != null
                        && parent.getName().startsWith("java.")
                        && Arrays.stream(parent.getMethods()).anyMatch(inherited -> overrides(method, inherited)));
    }

    private static boolean overrides(Method method, Method inherited) {
        return method.getName().equals(inherited.getName())
                && method.getParameterCount() == inherited.getParameterCount();
    }

    private void callWithEach(Executable executable, Object target) {
        Class<?>[] types = executable.getParameterTypes();
        Object[] usual = Arrays.stream(types).map(this::good).toArray();
        for (int i = 0; i < types.length; i++) {
            for (Object value : odd(types[i])) {
                Object[] arguments = usual.clone();
                arguments[i] = value;
                call(executable, target, arguments);
            }
        }
    }

    private static List<Object> odd(Class<?> type) {
        List<Object> odd = new ArrayList<>(ODD.getOrDefault(type, List.of()));
        if (type.isArray()) {
            odd.add(Array.newInstance(type.getComponentType(), 0));
            odd.add(Array.newInstance(type.getComponentType(), 1)); // of 0 or null
        }
        if (!type.isPrimitive()) {
            odd.add(null);
        }
        return odd;
    }

    private Object good(Class<?> type) {
        if (good.containsKey(type)) {
            return good.get(type);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return type == boolean.class ? (Object) true : type == char.class ? (Object) 'c' : null;
    }

    private void call(Executable executable, Object target, Object[] arguments) {
        long before = Contract.processorNanos();
        try {
            Object made = executable instanceof Method method
                    ? method.invoke(target, arguments)
                    : ((Constructor<?>) executable).newInstance(arguments);
            if (made instanceof AutoCloseable open) {
                open.close();
            }
        } catch (InvocationTargetException e) {
            if (!isPromised(e.getCause())) {
                surprise(
                        executable,
                        arguments,
                        e.getCause() + " " + first(e.getCause().getStackTrace()));
            }
        } catch (Exception e) {
            throw new AssertionError(executable.toString(), e);
        }
        long nanos = Contract.processorNanos() - before;
        if (nanos > Contract.MOST_NANOS) {
            surprise(executable, arguments, nanos / 1e9 + " s");
        }
    }

    private void surprise(Executable executable, Object[] arguments, String what) {
        String shown = Arrays.deepToString(arguments);
        surprises.add(executable.getDeclaringClass().getSimpleName() + "." + executable.getName()
                + shown.substring(0, Math.min(300, shown.length())) + ": " + what);
    }

    private static String first(StackTraceElement[] trace) {
        return trace.length > 0 ? trace[0].toString() : "";
    }

    /** One that {@code internal.Check} throws, or one like it. */
    private static boolean isPromised(Throwable e) {
        return (e instanceof IllegalArgumentException
                        || e instanceof IllegalStateException
                        || e instanceof UnsupportedOperationException
                        || e instanceof TrialException
                        || e instanceof IOException)
                && e.getMessage() != null
                && e.getClass() != NumberFormatException.class;
    }
}
