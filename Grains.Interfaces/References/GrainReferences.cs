namespace OrleansState.References;

/// <summary>
/// References to grains that are called for each request or event. Orleans reads the attributes of the interface anew for
/// every reference it makes by an interface's type, which costs more than the reference; what it found the first time holds
/// for the life of the process.
/// </summary>
internal static class GrainReferences
{
    /// <summary>The grain of this interface and key, as <see cref="IGrainFactory"/> gives it.</summary>
    public static TGrain GrainOf<TGrain>(this IGrainFactory grains, string key) where TGrain : class, IGrainWithStringKey
    {
        if (Known<TGrain>.Grain is { } known && known.Factory == grains.GetType())
            return (TGrain)grains.GetGrain(GrainId.Create(known.Type, key), known.Interface);
        var grain = grains.GetGrain<TGrain>(key);
        if (grain is GrainReference reference)
            Known<TGrain>.Grain = new KnownGrain(grains.GetType(), reference.GrainId.Type, reference.InterfaceType);
        return grain;
    }

    /// <param name="Factory">What made the first reference: another kind of factory may make other things of a key.</param>
    /// <param name="Type">The grain's type.</param>
    /// <param name="Interface">The interface's type.</param>
    private sealed record KnownGrain(Type Factory, GrainType Type, GrainInterfaceType Interface);

    private static class Known<TGrain>
    {
        public static volatile KnownGrain? Grain;
    }
}
