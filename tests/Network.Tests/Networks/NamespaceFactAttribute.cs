namespace Coterie.Network.Tests.Networks;

/// <summary>A test on <see cref="Machines"/>; skipped, with the reason, if these cannot be made.</summary>
internal sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = Machines.Missing;
}
