using Coterie.Actors.Locks;

// The program of somebody who has just added the package Coterie.
await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
await using var held = await coterie.AcquireAsync("orders/42", TimeSpan.FromSeconds(30));
Console.WriteLine($"held with the token {held.Token}");
