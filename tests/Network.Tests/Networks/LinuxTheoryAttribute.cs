namespace Coterie.Network.Tests.Networks;

/// <summary>As <see cref="LinuxFactAttribute"/>, for a test with several cases.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = LinuxFactAttribute.Reason;
}
