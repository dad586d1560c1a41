namespace Coterie.Tests.Browser;

/// <summary>A fixture that is made when a test asks for it: if all tests are skipped, it is never made.</summary>
public sealed class Lazily<T> : IDisposable
    where T : class, IDisposable, new()
{
    private T? _value;

    /// <summary>The fixture, the same for all tests of a class.</summary>
    public T Value => _value ??= new T();

    /// <inheritdoc/>
    public void Dispose() => _value?.Dispose();
}
