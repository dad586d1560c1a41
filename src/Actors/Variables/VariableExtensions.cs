using System.Text.Json.Serialization.Metadata;
using Coterie.Actors.Locks;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Variables;

/// <summary>Typed variables of a group.</summary>
public static class VariableExtensions
{
    /// <summary>How long operations wait if they are not told otherwise: 30 seconds.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A replicated variable that is an <see cref="int"/>, a <see cref="long"/>, a <see cref="double"/>, a <see cref="bool"/>, a
    /// <see cref="string"/> or an array of bytes. Costs nothing; nothing is sent.
    /// </summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="coterie">The group.</param>
    /// <param name="name">1 to 512 characters; case matters. The lock of this name guards it.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has half of a surrogate pair.</exception>
    /// <exception cref="NotSupportedException">The type is none of these.</exception>
    public static Variable<T> Variable<T>(this ICoterie coterie, string name)
        where T : notnull => Of(coterie, name, VariableCodecs.Of<T>());

    /// <summary>A replicated variable that is stored as JSON.</summary>
    /// <param name="coterie">The group.</param>
    /// <param name="name">1 to 512 characters; case matters. The lock of this name guards it.</param>
    /// <param name="type">How it becomes JSON: that of a source-generated serializer, <c>OrderContext.Default.Order</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has half of a surrogate pair.</exception>
    public static Variable<T> Variable<T>(this ICoterie coterie, string name, JsonTypeInfo<T> type)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(type);
        return Of(coterie, name, VariableCodecs.Of(type));
    }

    /// <summary>The variable that has the name of this lock, for its holder.</summary>
    /// <exception cref="NotSupportedException">The type is none of the simple ones.</exception>
    public static HeldVariable<T> Variable<T>(this LockHandle held)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(held);
        return new HeldVariable<T>(held, VariableCodecs.Of<T>());
    }

    /// <summary>The same, stored as JSON.</summary>
    public static HeldVariable<T> Variable<T>(this LockHandle held, JsonTypeInfo<T> type)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(type);
        return new HeldVariable<T>(held, VariableCodecs.Of(type));
    }

    /// <summary>
    /// Adds to a whole number; a variable without a value counts as 0. It goes on from the smallest number after the largest.
    /// </summary>
    /// <param name="variable">The variable.</param>
    /// <param name="by">How much; may be negative.</param>
    /// <param name="timeout">See <see cref="VariableAccess{T}"/>.</param>
    /// <param name="cancellation">See <see cref="VariableAccess{T}"/>.</param>
    /// <returns>The sum.</returns>
    public static async ValueTask<long> IncrementAsync(
        this VariableAccess<long> variable, long by = 1, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var outcome = await variable.DoAsync("increased", new Operation.Add(by), timeout, cancellation).ConfigureAwait(false);
        return variable.StateOf(outcome).Value;
    }

    private static Variable<T> Of<T>(ICoterie coterie, string name, VariableCodec<T> codec)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(coterie);
        LockArguments.CheckName(name);
        return new Variable<T>(coterie, name, codec);
    }
}
