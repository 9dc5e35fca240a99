/** Problems of requests, and what the HTTP edge says about them. */
export const edge = {
  'The path, the query, a header or the body is not as documented. Every invalid field is named.':
    'La ruta, la consulta, una cabecera o el cuerpo no se ajusta a la documentación. Se indica cada campo no válido.',
  'The headers are larger than the limit.': 'Las cabeceras superan el tamaño permitido.',
  'More requests than allowed. Wait for the seconds in `Retry-After`.':
    'Demasiadas solicitudes. Espere los segundos que indica `Retry-After`.',
  'An internal error. Report it with the `correlation`.': 'Error interno. Comuníquelo indicando la `correlation`.',
  'The system is throttled. Send the request again, with the same `Idempotency-Key`, after `Retry-After`.':
    'El sistema está saturado. Repita la solicitud con la misma `Idempotency-Key` una vez transcurrido `Retry-After`.',
  'The response took too long. The request may have taken effect: send it again with the same `Idempotency-Key`.':
    'La respuesta ha tardado demasiado. Es posible que la solicitud haya surtido efecto: repítala con la misma `Idempotency-Key`.',
  'The deployment of this stage is not complete. Send the request again after `Retry-After`.':
    'El despliegue de este entorno no está completo. Repita la solicitud una vez transcurrido `Retry-After`.',
  'The path has a percent sign that encodes nothing.': 'La ruta contiene un signo de porcentaje que no codifica nada.',
  'The body is not JSON in UTF-8, or is nested too deeply.':
    'El cuerpo no es JSON en UTF-8 o tiene demasiados niveles de anidamiento.',
  'The body is not UTF-8.': 'El cuerpo no está codificado en UTF-8.',
  'The body is nested too deeply.': 'El cuerpo tiene demasiados niveles de anidamiento.',
  'The body is larger than the limit.': 'El cuerpo supera el tamaño permitido.',
  'The body has a `Content-Type` other than JSON.': 'El `Content-Type` del cuerpo no es JSON.',
  'The `Idempotency-Key` was used before by a request with another body. Use a new key for every new request.':
    'La `Idempotency-Key` ya se utilizó en una solicitud con otro cuerpo. Use una clave nueva para cada solicitud nueva.',
  'The same data was changed concurrently, several times in a row. Send the request again.':
    'Los mismos datos se modificaron de forma simultánea varias veces seguidas. Repita la solicitud.',
  'The same data is being written concurrently. Send the request again, with the same `Idempotency-Key`.':
    'Los mismos datos se están escribiendo de forma simultánea. Repita la solicitud con la misma `Idempotency-Key`.',
  'The resource has changed since the version in `If-Match`. Read it again and decide anew.':
    'El recurso ha cambiado desde la versión indicada en `If-Match`. Vuelva a leerlo y decida de nuevo.',
};
