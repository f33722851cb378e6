namespace OrleansState.Grains.Engine;

/// <summary>A live state that looks at its record again when the store has come back in another life.</summary>
internal interface IRevalidated
{
    Task RevalidateAsync();
}
