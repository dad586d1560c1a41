namespace Akka.Util;

/// <summary>A value, or none.</summary>
public readonly struct Option<T>
{
    /// <summary>No value.</summary>
    public static readonly Option<T> None = default;

    private readonly T _value;

    /// <summary>A present value; null makes it <see cref="None"/>.</summary>
    public Option(T value)
    {
        _value = value;
        HasValue = value is not null;
    }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue { get; }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => !HasValue;

    /// <summary>The value, or the type's default.</summary>
    public T Value => _value;

    /// <summary>A present value.</summary>
    public static Option<T> Create(T value) => new(value);

    /// <summary>A value where an option is wanted.</summary>
    public static implicit operator Option<T>(T value) => new(value);

    /// <summary>Both empty, or equal values.</summary>
    public static bool operator ==(Option<T> left, Option<T> right) => left.Equals(right);

    /// <summary>Not equal.</summary>
    public static bool operator !=(Option<T> left, Option<T> right) => !left.Equals(right);

    /// <summary>The option of the mapped value.</summary>
    public Option<TNew> Select<TNew>(Func<T, TNew> selector) => HasValue ? selector(_value) : Option<TNew>.None;

    /// <summary>The option that the value maps to.</summary>
    public Option<TNew> FlatSelect<TNew>(Func<T, Option<TNew>> mapper) => HasValue ? mapper(_value) : Option<TNew>.None;

    /// <summary>The value, or <paramref name="fallbackValue"/>.</summary>
    public T GetOrElse(T fallbackValue) => HasValue ? _value : fallbackValue;

    /// <summary>Runs <paramref name="action"/> on a present value.</summary>
    public void OnSuccess(Action<T> action)
    {
        if (HasValue) action(_value);
    }

    /// <inheritdoc/>
    public bool Equals(Option<T> other) =>
        HasValue == other.HasValue && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Option<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HasValue ? _value!.GetHashCode() : 0;

    /// <inheritdoc/>
    public override string ToString() => HasValue ? $"Some<{_value}>" : "None";
}
