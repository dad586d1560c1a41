namespace Coterie.Actors.Storage;

/// <summary>Whose data a folder has.</summary>
/// <param name="Member">The address of the member.</param>
/// <param name="Group">All members and the lease, in words.</param>
internal sealed record FolderOwner(string Member, string Group);
