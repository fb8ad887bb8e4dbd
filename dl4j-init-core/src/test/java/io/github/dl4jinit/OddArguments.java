// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Calls every public constructor and method of a package with every odd value for each of its arguments, and with good
 * values for the others, and collects what is thrown beside the exceptions that Javadoc promises.
 */
final class OddArguments {

    private static final Map<Class<?>, List<Object>> ODD = Map.of(
            double.class,
            List.of(Double.NaN, Double.POSITIVE_INFINITY, -1.0, 0.0),
            int.class,
            List.of(Integer.MIN_VALUE, -1, 0),
            long.class,
            List.of(Long.MIN_VALUE, -1L, 0L),
            char.class,
            List.of('\0', 'x'));

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
        if (!Modifier.isPublic(type.getModifiers()) || type.isInterface() || type.isAnnotation()) {
            return;
        }
        boolean makes = !Modifier.isAbstract(type.getModifiers());
        for (Constructor<?> constructor : type.getConstructors()) {
            if (makes) {
                callWithEach(constructor, null);
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !isOfEveryClass(method)) {
                Object target = Modifier.isStatic(method.getModifiers()) ? null : good.get(type);
                if (target != null || Modifier.isStatic(method.getModifiers())) {
                    callWithEach(method, target);
                }
            }
        }
    }

    /** What the compiler or Java's own documentation decides. */
    private static boolean isOfEveryClass(Method method) {
        return method.getName().equals("equals")
                || method.getDeclaringClass().isEnum() && method.getName().equals("valueOf");
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
        return type.isPrimitive() ? ODD.getOrDefault(type, List.of()) : Arrays.asList((Object) null);
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
        try {
            Object made = executable instanceof Method
                    ? ((Method) executable).invoke(target, arguments)
                    : ((Constructor<?>) executable).newInstance(arguments);
            if (made instanceof Stream) {
                ((Stream<?>) made).close();
            }
        } catch (InvocationTargetException e) {
            if (!isPromised(e.getCause())) {
                surprises.add(executable.getDeclaringClass().getSimpleName() + "." + executable.getName()
                        + Arrays.deepToString(arguments) + ": " + e.getCause() + " "
                        + (e.getCause().getStackTrace().length > 0
                                ? e.getCause().getStackTrace()[0]
                                : ""));
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(executable.toString(), e);
        }
    }

    /** One that {@code internal.Check} throws, or one like it. */
    private static boolean isPromised(Throwable e) {
        return (e instanceof IllegalArgumentException
                        || e instanceof IllegalStateException
                        || e instanceof UnsupportedOperationException
                        || e instanceof IOException)
                && e.getMessage() != null
                && e.getClass() != NumberFormatException.class;
    }
}
