using System.Reflection;

namespace OrleansState.Testing;

/// <summary>Gives grains their states with a mistake planted between the two.</summary>
internal sealed class PlantedStates(IAttributeToFactoryMapper<DurableStateAttribute> engine, PlantedFault fault) : IAttributeToFactoryMapper<DurableStateAttribute>
{
    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, DurableStateAttribute metadata)
    {
        var create = engine.GetFactory(parameter, fault == PlantedFault.LostTailNotRestored ? NotRestored(metadata) : metadata);
        if (fault != PlantedFault.DirtyReads)
            return create;
        var dirty = typeof(DirtyState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments());
        var around = dirty.GetMethod(nameof(DirtyState<object>.Around), BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<object, object>>();
        return context => around(create(context));
    }

    private static DurableStateAttribute NotRestored(DurableStateAttribute metadata) =>
        new(metadata.Kind) { User = metadata.User, FromLog = metadata.FromLog, RestoresLostWrites = false };
}
